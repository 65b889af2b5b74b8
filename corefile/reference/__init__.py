"""The pages of plugins and rules, and the links to them."""
