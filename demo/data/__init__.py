"""What the demonstration is made of: people, places, programme, stories and pages, as plain data.

`manage.py demo` reads it. Nothing here knows Django, a clock or chance: the same data every
time. The shapes stand in `demo.data.shapes`, the pages' words in the files below `texts`; keys are
stable text, and a reference from one row to another is a key.
"""
