"""What a recommender embeds: sign the lists that it serves, tell what it served and what was bought.

Promises: once set up, nothing here raises into the recommender or makes it wait. Standard library only.
"""

from .counters import Counters, Fault
from .sender import Sender
from .token import SignedList, Signer, TokenFault, Verification, Verifier

__all__ = ["Counters", "Fault", "Sender", "SignedList", "Signer", "TokenFault", "Verification", "Verifier"]
__version__ = "0.1.0"
