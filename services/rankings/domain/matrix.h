// A dense table whose cells start undefined: zeroing 24 MB that are overwritten anyway would cost
// more than the arithmetic.
#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>

#include "absl/types/span.h"

namespace tarazy::rankings {

template <typename T>
class Matrix {
 public:
  Matrix() = default;
  Matrix(const Matrix& other) { *this = other; }
  Matrix& operator=(const Matrix& other) {
    if (this == &other) return *this;
    Reshape(other.rows_, other.columns_);
    std::copy_n(other.cells_.get(), size(), cells_.get());
    return *this;
  }
  Matrix(Matrix&&) = default;
  Matrix& operator=(Matrix&&) = default;

  // Keeps the memory when it suffices; the cells are undefined afterwards.
  void Reshape(size_t rows, size_t columns) {
    if (rows * columns > capacity_) {
      capacity_ = rows * columns;
      cells_ = std::make_unique_for_overwrite<T[]>(capacity_);
    }
    rows_ = rows;
    columns_ = columns;
  }

  size_t rows() const { return rows_; }
  size_t columns() const { return columns_; }
  size_t size() const { return rows_ * columns_; }
  absl::Span<T> row(size_t r) { return {cells_.get() + r * columns_, columns_}; }
  absl::Span<const T> row(size_t r) const { return {cells_.get() + r * columns_, columns_}; }
  T at(size_t r, size_t c) const { return cells_[r * columns_ + c]; }

 private:
  std::unique_ptr<T[]> cells_;
  size_t capacity_ = 0;
  size_t rows_ = 0;
  size_t columns_ = 0;
};

}  // namespace tarazy::rankings
