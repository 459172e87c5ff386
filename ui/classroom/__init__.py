"""A class on one screen: sessions, questions and answers, kept by SQL and followed over HTTP."""
