// What this process holds of the machine's memory.
#pragma once

namespace tarazy {

// Stands at the beginning of a large job, before what the job allocates: gives memory that was
// freed back to the system when the job has ended, however it ended. The allocator would keep it
// for the next one, which may never come. Takes milliseconds: nothing for small calls.
class MemoryReturned {
 public:
  MemoryReturned() = default;
  MemoryReturned(const MemoryReturned&) = delete;
  MemoryReturned& operator=(const MemoryReturned&) = delete;
  ~MemoryReturned();
};

}  // namespace tarazy
