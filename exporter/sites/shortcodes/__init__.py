"""What shortcodes and plugins' tags become, whichever generator's they are; how they are written each reader knows."""
