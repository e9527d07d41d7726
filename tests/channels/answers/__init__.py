"""What people answer: tables for the tests of intents, all written for them."""
