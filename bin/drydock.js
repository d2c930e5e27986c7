#!/usr/bin/env node
'use strict';
require('../build/lib/cli/main.js');
