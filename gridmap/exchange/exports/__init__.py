"""Tables on their way out: masked columns, then a sheet, a workbook or geodata, then one safe save."""
