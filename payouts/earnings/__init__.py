"""Honoraria: promised with what people do, within a budget; approved; funded when they wait."""
