"""The shell that sends: recipients, the ledger of what was sent, SMTP. Secrets live here and go no further."""
