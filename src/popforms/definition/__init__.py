"""What a form is: the words of a form file, its questions, its conditions and its checks."""
