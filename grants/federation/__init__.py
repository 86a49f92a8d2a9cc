"""The network of territories: other towns' projects, read politely from their open data, shown with their source."""
