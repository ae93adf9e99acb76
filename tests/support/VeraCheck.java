import java.io.FileInputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/** VeraCheck FLAVOURS FILE...: one line PASS or FAIL for each file and flavour, and one line RULE for each rule that fails. */
public class VeraCheck {
    public static void main(String[] args) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        for (int i = 1; i < args.length; i++) {
            final String file = args[i];
            for (String name : args[0].split(",")) {
                PDFAFlavour flavour = PDFAFlavour.fromString(name);
                try (PDFAParser parser = Foundries.defaultInstance().createParser(new FileInputStream(file), flavour)) {
                    ValidationResult result = Foundries.defaultInstance().createValidator(flavour, false).validate(parser);
                    System.out.println((result.isCompliant() ? "PASS" : "FAIL") + "\t" + name + "\t" + file + "\t" + result.getTotalAssertions());
                    Map<String, String> rules = new LinkedHashMap<>();
                    for (TestAssertion test : result.getTestAssertions()) {
                        if (test.getStatus() == TestAssertion.Status.FAILED) {
                            rules.putIfAbsent(test.getRuleId().getClause() + "-" + test.getRuleId().getTestNumber(),
                                test.getMessage() + " @ " + test.getLocation().getContext());
                        }
                    }
                    rules.forEach((rule, words) -> System.out.println("RULE\t" + name + "\t" + file + "\t" + rule + " " + words));
                }
            }
        }
    }
}
