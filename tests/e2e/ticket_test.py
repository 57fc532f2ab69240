# SPDX-License-Identifier: MIT OR Apache-2.0
"""What a ticket may look like where it is taken."""
import json
import subprocess
import unittest

from rigs.program import LOCAL, PIXELPASS, host, view

SHARE = ["--source", "test", "--audio", "none"]


class TicketTest(unittest.TestCase):
    def test_a_link_stands_for_its_ticket(self):
        with host(*SHARE) as sharing:
            ticket = sharing.event("ticket")["ticket"]
            with view("PIXELPASS:" + ticket.upper(), "--player", "none") as watching:
                watching.event("connected")
            arguments = [PIXELPASS, "-", "--player", "none", *LOCAL, "--json"]
            with subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as watching:
                watching.stdin.write(f" pixelpass://{ticket}/\n")
                watching.stdin.flush()
                self.assertEqual(json.loads(watching.stdout.readline())["event"], "connected")
                watching.terminate()
            # As the desktop's handler calls it; what comes after the scheme is no option, and no word for stdin.
            for link, why in (("pixelpass:--json", "this is not a ticket"), ("pixelpass:-", "this is not a ticket"),
                              (ticket[:-10], "this ticket is damaged, or not whole")):
                refused = subprocess.run([PIXELPASS, "view", link, *LOCAL], capture_output=True, text=True, timeout=20)
                self.assertEqual(refused.returncode, 2, refused.stderr)
                self.assertIn(why, refused.stderr)


if __name__ == "__main__":
    unittest.main()
