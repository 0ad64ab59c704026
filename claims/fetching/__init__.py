"""Pages of other people's sites. Those who only keep what was read (`facts`) load neither sockets nor parsers."""
