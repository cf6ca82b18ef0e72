"""What a map shows, as plain values: (snapshot, layers, findings, view) -> Scene. No Qt, no files."""
