"""Keuzelijsten die in meer formulieren terugkomen: talen, landen, nationaliteiten, ZRM-domeinen en terreinen.

De woorden zijn ook wat bewaard wordt. Een woord erbij mag altijd; een woord dat weggaat blijft staan in wat al bewaard is.
"""

from __future__ import annotations

TALEN = (
    "Afaan Oromo", "Afar", "Afrikaans", "Akan (Twi)", "Albanees", "Amhaars", "Arabisch", "Arabisch (Irak)", "Arabisch (Jemen)",
    "Arabisch (Marokko)", "Arabisch (Soedan)", "Arabisch (Syrië)", "Aramees", "Armeens", "Azerbeidzjaans", "Bambara",
    "Beloetsji", "Bengaals", "Berbers (Kabylisch)", "Berbers (Riffijns)", "Berbers (Tamazight)", "Birmaans", "Blin (Bileen)",
    "Bosnisch", "Bulgaars", "Chinees (Kantonees)", "Chinees (Mandarijn)", "Dari", "Deens", "Dinka", "Duits", "Engels",
    "Estisch", "Ewe", "Farsi (Perzisch)", "Filipijns (Tagalog)", "Fins", "Frans", "Fulah (Peul)", "Fur", "Georgisch", "Grieks",
    "Gujarati", "Haïtiaans Creools", "Hausa", "Hazaragi", "Hebreeuws", "Hindi", "Hongaars", "Igbo", "Indonesisch", "Italiaans",
    "Japans", "Kazachs", "Khmer", "Kikongo", "Kinyarwanda", "Kirgizisch", "Kirundi", "Koerdisch (Badini)",
    "Koerdisch (Kurmanci)", "Koerdisch (Sorani)", "Koreaans", "Krio", "Kroatisch", "Laotiaans", "Lets", "Lingala", "Litouws",
    "Luganda", "Macedonisch", "Malagassisch", "Maleis", "Malinke (Mandinka)", "Masalit", "Mende", "Mongools", "Nederlands",
    "Nepalees", "Noors", "Nuer", "Oeigoers", "Oekraïens", "Oezbeeks", "Papiaments", "Pasjtoe", "Pools", "Portugees", "Punjabi",
    "Roemeens", "Rohingya", "Romani", "Russisch", "Saho", "Servisch", "Shona", "Singalees", "Sloveens", "Slowaaks", "Soesoe",
    "Somalisch", "Somalisch (Maay)", "Spaans", "Sranantongo", "Swahili", "Syrisch (Assyrisch)", "Tadzjieks", "Tamil", "Telugu",
    "Temne", "Thai", "Tibetaans", "Tigre", "Tigrinya", "Tsjechisch", "Tsjetsjeens", "Turkmeens", "Turks", "Urdu",
    "Vietnamees", "Wit-Russisch", "Wolof", "Yoruba", "Zaghawa", "Zoeloe", "Zweeds", "Gebarentaal", "Andere taal",
)  # fmt: skip
"""Talen op alfabet; gebarentaal en een andere taal sluiten de rij."""

LANDEN = (
    "Afghanistan", "Albanië", "Algerije", "Andorra", "Angola", "Antigua en Barbuda", "Argentinië", "Armenië", "Aruba",
    "Australië", "Azerbeidzjan", "Bahama's", "Bahrein", "Bangladesh", "Barbados", "Belarus", "België", "Belize", "Benin",
    "Bhutan", "Bolivia", "Bonaire", "Bosnië-Herzegovina", "Botswana", "Brazilië", "Brunei", "Bulgarije", "Burkina Faso",
    "Burundi", "Cambodja", "Canada", "Centraal-Afrikaanse Republiek", "Chili", "China", "Colombia", "Comoren", "Congo",
    "Costa Rica", "Cuba", "Curaçao", "Cyprus", "Democratische Republiek Congo", "Denemarken", "Djibouti", "Dominica",
    "Dominicaanse Republiek", "Duitsland", "Ecuador", "Egypte", "El Salvador", "Equatoriaal-Guinea", "Eritrea", "Estland",
    "Eswatini", "Ethiopië", "Fiji", "Filipijnen", "Finland", "Frankrijk", "Gabon", "Gambia", "Georgië", "Ghana", "Grenada",
    "Griekenland", "Guatemala", "Guinee", "Guinee-Bissau", "Guyana", "Haïti", "Honduras", "Hongarije", "Hongkong", "Ierland",
    "IJsland", "India", "Indonesië", "Irak", "Iran", "Israël", "Italië", "Ivoorkust", "Jamaica", "Japan", "Jemen",
    "Joegoslavië", "Jordanië", "Kaapverdië", "Kameroen", "Kazachstan", "Kenia", "Kirgizië", "Kiribati", "Koeweit", "Kosovo",
    "Kroatië", "Laos", "Lesotho", "Letland", "Libanon", "Liberia", "Libië", "Liechtenstein", "Litouwen", "Luxemburg",
    "Madagaskar", "Malawi", "Maldiven", "Maleisië", "Mali", "Malta", "Marokko", "Marshalleilanden", "Mauritanië", "Mauritius",
    "Mexico", "Micronesia", "Moldavië", "Monaco", "Mongolië", "Montenegro", "Mozambique", "Myanmar", "Namibië", "Nauru",
    "Nederland", "Nepal", "Nicaragua", "Nieuw-Zeeland", "Niger", "Nigeria", "Noord-Korea", "Noord-Macedonië", "Noorwegen",
    "Oekraïne", "Oezbekistan", "Oman", "Oost-Timor", "Oostenrijk", "Pakistan", "Palau", "Palestijnse gebieden", "Panama",
    "Papoea-Nieuw-Guinea", "Paraguay", "Peru", "Polen", "Portugal", "Qatar", "Roemenië", "Rusland", "Rwanda", "Saba",
    "Saint Kitts en Nevis", "Saint Lucia", "Saint Vincent en de Grenadines", "Salomonseilanden", "Samoa", "San Marino",
    "São Tomé en Principe", "Saudi-Arabië", "Senegal", "Servië", "Seychellen", "Sierra Leone", "Singapore", "Sint Eustatius",
    "Sint Maarten", "Slovenië", "Slowakije", "Soedan", "Somalië", "Sovjet-Unie", "Spanje", "Sri Lanka", "Suriname", "Syrië",
    "Tadzjikistan", "Taiwan", "Tanzania", "Thailand", "Togo", "Tonga", "Trinidad en Tobago", "Tsjaad", "Tsjechië", "Tunesië",
    "Turkije", "Turkmenistan", "Tuvalu", "Uganda", "Uruguay", "Vanuatu", "Vaticaanstad", "Venezuela", "Verenigd Koninkrijk",
    "Verenigde Arabische Emiraten", "Verenigde Staten van Amerika", "Vietnam", "Westelijke Sahara", "Zambia", "Zimbabwe",
    "Zuid-Afrika", "Zuid-Korea", "Zuid-Soedan", "Zweden", "Zwitserland", "onbekend",
)  # fmt: skip
"""Landen op alfabet, in de woorden van de BRP (Landelijke Tabel 34); twee vroegere landen die nog in dossiers voorkomen."""

NATIONALITEITEN = (
    "Afghaanse", "Albanese", "Algerijnse", "Amerikaans burger", "Andorrese", "Angolese", "Argentijnse", "Armeense",
    "Australische", "Azerbeidzjaanse", "Bahamaanse", "Bahreinse", "Barbadaanse", "Belarussische", "Belgische", "Belizaanse",
    "Beninse", "Bhutaanse", "Boliviaanse", "Botswaanse", "Braziliaanse", "Brits burger", "Bruneise", "Bulgaarse",
    "Burger van Antigua en Barbuda", "Burger van Bangladesh", "Burger van Bosnië-Herzegovina", "Burger van Congo",
    "Burger van de Bondsrepubliek Duitsland", "Burger van de Democratische Republiek Congo", "Burger van Dominica",
    "Burger van Saint Kitts en Nevis", "Burger van Saint Vincent en de Grenadines", "Burger van São Tomé en Principe",
    "Burger van Trinidad en Tobago", "Burkinese", "Burundese", "Cambodjaanse", "Canadese", "Centraal-Afrikaanse", "Chileense",
    "Chinese", "Colombiaanse", "Comorese", "Costa Ricaanse", "Cubaanse", "Cyprische", "Deense", "Djiboutiaanse",
    "Dominicaanse", "Ecuadoraanse", "Egyptische", "Emiraatse", "Equatoriaal-Guinese", "Eritrese", "Estische", "Ethiopische",
    "Fijische", "Filipijnse", "Finse", "Franse", "Gabonese", "Gambiaanse", "Georgische", "Ghanese", "Grenadaanse", "Griekse",
    "Guatemalaanse", "Guinee-Bissause", "Guinese", "Guyaanse", "Haïtiaanse", "Hondurese", "Hongaarse", "Ierse", "IJslandse",
    "Indiase", "Indonesische", "Iraakse", "Iraanse", "Israëlische", "Italiaanse", "Ivoriaanse", "Jamaicaanse", "Japanse",
    "Jemenitische", "Jordaanse", "Kaapverdische", "Kameroense", "Kazachse", "Kenyaanse", "Kirgizische", "Kiribatische",
    "Koeweitse", "Kosovaarse", "Kroatische", "Laotiaanse", "Lesothaanse", "Letse", "Libanese", "Liberiaanse", "Libische",
    "Liechtensteinse", "Litouwse", "Luxemburgse", "Macedonische", "Malagassische", "Malawische", "Maldivische", "Maleisische",
    "Malinese", "Maltese", "Marokkaanse", "Marshalleilandse", "Mauritaanse", "Mauritiaanse", "Mexicaanse", "Micronesische",
    "Moldavische", "Monegaskische", "Mongolische", "Montenegrijnse", "Mozambikaanse", "Myanmarese", "Namibische", "Nauruaanse",
    "Nederlandse", "Nepalese", "Nicaraguaanse", "Nieuw-Zeelandse", "Nigerese", "Nigeriaanse", "Noord-Koreaanse", "Noorse",
    "Oekraïense", "Oezbeekse", "Omaanse", "Oost-Timorese", "Oostenrijkse", "Pakistaanse", "Palause", "Panamese",
    "Papoea-Nieuw-Guinese", "Paraguayaanse", "Peruaanse", "Poolse", "Portugese", "Qatarese", "Roemeense", "Russische",
    "Rwandese", "Saint Luciaanse", "Salomonseilandse", "Salvadoraanse", "Samoaanse", "San Marinese", "Saudi-Arabische",
    "Senegalese", "Servische", "Seychelse", "Sierra Leoonse", "Singaporese", "Sloveense", "Slowaakse", "Soedanese",
    "Somalische", "Spaanse", "Sri Lankaanse", "Surinaamse", "Swazische", "Syrische", "Tadzjiekse", "Taiwanese",
    "Tanzaniaanse", "Thaise", "Togolese", "Tongaanse", "Tsjadische", "Tsjechische", "Tunesische", "Turkmeense", "Turkse",
    "Tuvaluaanse", "Ugandese", "Uruguayaanse", "Vanuatuaanse", "Vaticaanse", "Venezolaanse", "Vietnamese", "Zambiaanse",
    "Zimbabwaanse", "Zuid-Afrikaanse", "Zuid-Koreaanse", "Zuid-Soedanese", "Zweedse", "Zwitserse", "staatloos", "onbekend",
)  # fmt: skip
"""Nationaliteiten op alfabet, in de woorden van de BRP (Landelijke Tabel 32); staatloos en onbekend sluiten de rij."""

ZRM_DOMEINEN = (
    "financiën", "werk en opleiding", "tijdsbesteding", "huisvesting", "huiselijke relaties", "geestelijke gezondheid",
    "lichamelijke gezondheid", "basale ADL", "instrumentele ADL", "sociaal netwerk", "maatschappelijke participatie",
)  # fmt: skip
"""De elf domeinen van de Zelfredzaamheid-Matrix die wij gebruiken; justitie en verslaving staan er bewust niet bij."""

TERREINEN = (
    "Huisvesting", "Inkomen", "Gezondheid", "Opleiding en inburgering", "Kinderen", "Werk", "Vrije tijd en sociaal leven",
    "Rechtspositie", "Gezinshereniging",
)  # fmt: skip
"""De terreinen van de maatschappelijke begeleiding."""
