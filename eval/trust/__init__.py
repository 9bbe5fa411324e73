"""What Ibid promises about load, faults, hostile input and secrets, each promise with the test that measures it."""
