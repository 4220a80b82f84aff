"""The doors: views where two rooms of the house meet, and nothing else does.

Each asks the desk for a pass, hands it to one room's operation, and shows that room's page.
"""
