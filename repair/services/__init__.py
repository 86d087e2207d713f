"""What is written about repairs: a module for each verb's noun."""
