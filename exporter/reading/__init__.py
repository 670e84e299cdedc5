"""Text to Markup: pure, and shared by every site reader."""
