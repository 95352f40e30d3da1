//! The importer, told as an officer would meet it.

mod real_pack;
