"""Fills a template as a person would: fill_template.py FILE VARIABLE=VALUE… (with another program
than the one that wrote it). Every value gets the source "annual report"."""

import sys

import openpyxl

book = openpyxl.load_workbook(sys.argv[1])
sheet = book["values"]
header = [cell.value for cell in sheet[1]]
stated = dict(argument.split("=") for argument in sys.argv[2:])
for row in range(2, sheet.max_row + 1):
    variable = sheet.cell(row, header.index("variable") + 1).value
    if variable in stated:
        sheet.cell(row, header.index("value") + 1).value = float(stated.pop(variable))
        sheet.cell(row, header.index("source") + 1).value = "annual report"
assert not stated, f"the template has no row for {sorted(stated)}"
book.save(sys.argv[1])
