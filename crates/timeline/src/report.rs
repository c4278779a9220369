//! Recordings as one HTML file that needs nothing else: to keep, to mail, to open anywhere.
