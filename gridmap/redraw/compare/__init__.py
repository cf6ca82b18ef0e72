"""Two plans side by side: who changes grid, what it costs, what the rules say, and what is ordinary here.

Pure. ``compare`` answers for two ``Side``s of one township: the same people under two plans.
"""
