"""What happens in the ballot plane, in the order of a gathering's life."""
