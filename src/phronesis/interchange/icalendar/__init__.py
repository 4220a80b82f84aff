"""Calendar files (RFC 5545, RFC 5546): what other people's calendars read from us."""
