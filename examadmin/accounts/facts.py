"""What happened to an account. The trail listens; nobody else has to."""

from django.dispatch import Signal

# send(sender=User, user=…, verb="created", by=…, now=…, chain=…, changes={…}, reason="")
account_changed = Signal()
