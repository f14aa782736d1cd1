#!/usr/bin/env node
// Here before the first build, so that npm links the command when it installs a clone.
import '../dist/main.js';
