"""The entry for the government's statement registry, to copy into its form: a sheet, a workbook, a PDF, and
rows in the registry's own columns."""
