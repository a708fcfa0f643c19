"""What has become of the person's runs: a bell with a count, and the list that it opens."""
