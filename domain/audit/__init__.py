"""What happened in the appointments, laid beside what their rules had written."""
