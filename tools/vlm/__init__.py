"""Trainers of the small vision-language models and of the small encoder; see ../README.md."""
