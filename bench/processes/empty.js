// Nothing: what a process of Node.js costs by itself.
