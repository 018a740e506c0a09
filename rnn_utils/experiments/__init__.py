"""The measurements behind the course's claims: one file each, used by a notebook and by a test.

A notebook shows one run; `tests/test_experiments….py` assert the same claims over several seeds.
"""
