"""What ``gridmap bench`` times: every row in a fresh process, beside peers and floors of the same run.

Nothing here is imported by the program itself. ``report.py`` is the way in, ``plan.py`` says what is
run beside what; a trial (``trials/``) is work of ours, a peer (``peers/``) the same work by others.
"""
