#!/usr/bin/env node
'use strict';
const { runProcess } = require('../build/lib/cli');

runProcess(process.argv.slice(2));
