"""The rules and the policy: what is asked, by which numbers, and how another policy comes into force."""
