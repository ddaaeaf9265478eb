#include "services/rankings/app/zip_package.h"

#include <minizip/unzip.h>

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/base/status_macros.h"
#include "services/rankings/app/workbook_faults.h"

namespace tarazy::rankings {
namespace {

constexpr size_t kPiece = 64 << 10;
constexpr size_t kMaxName = 255;
constexpr uLong kEncrypted = 1;

absl::Status Damaged() {
  return BadWorkbook("is damaged or was not uploaded whole; save it again and upload it anew");
}

}  // namespace

// What minizip reads from, and where it stands.
struct ZipPackage::Source {
  explicit Source(SpooledFile& spooled) : file(spooled) {}

  SpooledFile& file;
  int64_t position = 0;
  bool failed = false;

  static voidpf Open(voidpf self, const void* /*name*/, int /*mode*/) { return self; }
  static int Close(voidpf /*self*/, voidpf /*stream*/) { return 0; }
  static int Failed(voidpf self, voidpf /*stream*/) { return static_cast<Source*>(self)->failed; }
  static ZPOS64_T Tell(voidpf self, voidpf /*stream*/) {
    return static_cast<ZPOS64_T>(static_cast<Source*>(self)->position);
  }
  static uLong Read(voidpf self, voidpf /*stream*/, void* into, uLong size) {
    auto& source = *static_cast<Source*>(self);
    const auto got = source.file.ReadAt(source.position, static_cast<char*>(into), size);
    source.failed = !got.ok();
    source.position += static_cast<int64_t>(got.value_or(0));
    return got.value_or(0);
  }
  static long Seek(voidpf self, voidpf /*stream*/, ZPOS64_T offset, int origin) {
    auto& source = *static_cast<Source*>(self);
    const uint64_t size = static_cast<uint64_t>(source.file.size());
    uint64_t target = offset;
    if (origin == ZLIB_FILEFUNC_SEEK_CUR) target += static_cast<uint64_t>(source.position);
    if (origin == ZLIB_FILEFUNC_SEEK_END) target += size;
    if (target > size) return -1;
    source.position = static_cast<int64_t>(target);
    return 0;
  }
};

void ZipPackage::CloseArchive::operator()(void* archive) const { unzClose(archive); }

ZipPackage::ZipPackage(SpooledFile& file) : source_(std::make_shared<Source>(file)) {
  zlib_filefunc64_def functions{.zopen64_file = &Source::Open,
                                .zread_file = &Source::Read,
                                .zwrite_file = nullptr,
                                .ztell64_file = &Source::Tell,
                                .zseek64_file = &Source::Seek,
                                .zclose_file = &Source::Close,
                                .zerror_file = &Source::Failed,
                                .opaque = source_.get()};
  archive_.reset(unzOpen2_64("", &functions));
}

absl::StatusOr<ZipPackage> ZipPackage::Open(SpooledFile& file) {
  ZipPackage package(file);
  if (package.archive_ == nullptr) return Damaged();
  RETURN_IF_ERROR(package.List());
  return package;
}

absl::Status ZipPackage::List() {
  size_t count = 0;
  int code = unzGoToFirstFile(archive_.get());
  for (; code == UNZ_OK; code = unzGoToNextFile(archive_.get())) {
    if (++count > kMaxEntries) {
      return LargeWorkbook(absl::StrCat("has more than ", kMaxEntries, " parts"));
    }
    RETURN_IF_ERROR(AddEntry());
  }
  return code == UNZ_END_OF_LIST_OF_FILE ? absl::OkStatus() : Damaged();
}

absl::Status ZipPackage::AddEntry() {
  unz_file_info64 info;
  std::array<char, kMaxName + 1> name{};
  unz64_file_pos place;
  if (unzGetCurrentFileInfo64(archive_.get(), &info, name.data(), name.size(), nullptr, 0, nullptr,
                              0) != UNZ_OK ||
      unzGetFilePos64(archive_.get(), &place) != UNZ_OK) {
    return Damaged();
  }
  if (info.size_filename > kMaxName) return absl::OkStatus();  // no part of a workbook
  if ((info.flag & kEncrypted) != 0) {
    return BadWorkbook("is encrypted; save it without a password");
  }
  const std::string key = absl::AsciiStrToLower(absl::string_view(name.data(), info.size_filename));
  const Entry entry{
      .directory_offset = place.pos_in_zip_directory,
      .number = place.num_of_file,
      .size = static_cast<int64_t>(std::min<uint64_t>(info.uncompressed_size, uint64_t{1} << 62))};
  if (!entries_.emplace(key, entry).second) {
    return BadWorkbook("holds two parts of one name; save it again with a spreadsheet program");
  }
  return absl::OkStatus();
}

bool ZipPackage::Has(absl::string_view name) const {
  return entries_.contains(absl::AsciiStrToLower(name));
}

int64_t ZipPackage::SizeOf(absl::string_view name) const {
  const auto found = entries_.find(absl::AsciiStrToLower(name));
  return found == entries_.end() ? 0 : found->second.size;
}

absl::Status ZipPackage::Read(absl::string_view name, int64_t limit,
                              absl::FunctionRef<absl::Status(absl::string_view)> each) {
  const auto found = entries_.find(absl::AsciiStrToLower(name));
  if (found == entries_.end()) {
    return BadWorkbook("lacks a part that it refers to; save it again with a spreadsheet program");
  }
  // What is unpacked never exceeds the claim: see Unpack.
  const Entry& entry = found->second;
  if (entry.size > limit) {
    return LargeWorkbook(absl::StrCat("has a part that unpacks to ", entry.size >> 20,
                                      " MiB, at most ", limit >> 20, " are read"));
  }
  if (entry.size > kMaxUnpacked - unpacked_) {
    return LargeWorkbook(absl::StrCat("unpacks to more than ", kMaxUnpacked >> 20, " MiB"));
  }
  unpacked_ += entry.size;
  return Unpack(entry, each);
}

absl::Status ZipPackage::Unpack(const Entry& entry,
                                absl::FunctionRef<absl::Status(absl::string_view)> each) {
  const unz64_file_pos place{.pos_in_zip_directory = entry.directory_offset,
                             .num_of_file = entry.number};
  if (unzGoToFilePos64(archive_.get(), &place) != UNZ_OK ||
      unzOpenCurrentFile(archive_.get()) != UNZ_OK) {
    return Damaged();
  }
  absl::Status status;
  std::vector<char> piece(kPiece);
  int64_t seen = 0;
  int got = 0;
  while (status.ok() && (got = unzReadCurrentFile(archive_.get(), piece.data(), kPiece)) > 0) {
    seen += got;
    status = seen > entry.size ? Damaged() : each({piece.data(), static_cast<size_t>(got)});
  }
  const bool intact = unzCloseCurrentFile(archive_.get()) == UNZ_OK && got == 0;
  RETURN_IF_ERROR(status);
  return intact && seen == entry.size ? absl::OkStatus() : Damaged();
}

}  // namespace tarazy::rankings
