"""Trainer of the small MiT encoder that stands in for an ImageNet backbone; see ../README.md."""
