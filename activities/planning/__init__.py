"""Sessions and series: planning, publishing, changing and cancelling them."""
