// A picture's number as 16 cells, dark or light, in two rows of eight.
#pragma once

namespace spool::test {

inline constexpr int barcode_columns = 8, barcode_rows = 2;

/// The number, below 4096, and four bits that a misread one would not fit. Bit 0 is the first cell.
inline unsigned barcode_of(unsigned number) { return number | (((number * 7 + 3) ^ (number >> 4U)) & 15U) << 12U; }

/// The number that cells hold; -1 where they were misread.
inline int number_of(unsigned cells) {
  const unsigned number = cells & 4095U;
  return barcode_of(number) == cells ? static_cast<int>(number) : -1;
}

}  // namespace spool::test
