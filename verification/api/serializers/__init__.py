"""The fields of the API, by what they tell of. Fields only."""
