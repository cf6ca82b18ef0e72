"""What the centre asks when something happens: who is inside, who is near, who has walked.

Pure functions of a snapshot: nothing here reads a file, knows a window or changes the township.
"""
