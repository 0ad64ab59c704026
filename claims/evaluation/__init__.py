"""How well the machine does on labelled data: pure scoring, one module a task."""
