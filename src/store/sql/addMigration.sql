INSERT INTO migrations (number, name, hash) SELECT {number:UInt32}, {name:String}, {hash:String}
