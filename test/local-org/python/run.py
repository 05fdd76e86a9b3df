"""Runs all cases and prints one line of JSON a case: its name, and what failed."""

import json
import sys
import unittest

import resources
import scripts


class Lines(unittest.TestResult):
    def report(self, test, failure=None):
        print(json.dumps({"name": test.id(), "failure": failure}), flush=True)

    def addSuccess(self, test):
        self.report(test)

    def addFailure(self, test, err):
        self.report(test, self._exc_info_to_string(err, test))

    addError = addFailure


suite = unittest.TestSuite(unittest.defaultTestLoader.loadTestsFromModule(module) for module in (resources, scripts))
suite.run(Lines())
sys.stdout.flush()
