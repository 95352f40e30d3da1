//! The plan on its way out: PDF, XLSX, DOCX and JSON, all made from the record.
