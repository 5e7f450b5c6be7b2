"""What answers the public: addresses, views, feeds, and the middleware of the page cache."""
