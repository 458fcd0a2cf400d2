// W(M, K) on the engine of engine.hpp: what the kernel's speed is measured against. See ../README.md for what the actors do.
// Usage: w <good|ring|standard> <actors> <rounds> <milliseconds>
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <deque>

#include "engine.hpp"
#include "queues.hpp"

namespace {

struct Size {
  uint32_t actors;
  uint32_t rounds;
};

constexpr double SLICE_MILLISECONDS = 25;

enum class Mode { Write = 1, Commute = 2 };

/** As the kernel does it: the kind's text by FNV-1a, then the object. */
uint32_t word_of(const char* kind) {
  uint32_t word = 0x811c9dc5;
  for (; *kind != 0; kind++) word = (word ^ static_cast<unsigned char>(*kind)) * 0x01000193;
  return word;
}

uint32_t word_of(const char* kind, uint32_t object, Mode mode) {
  return (word_of(kind) ^ (object * 4 + static_cast<uint32_t>(mode))) * 0x27d4eb2f;
}

struct Lock {
  int64_t owner = -1;
};

class Acquire final : public Operation {
 public:
  Acquire(Lock& lock, uint32_t object) : Operation(word_of("lock", object, Mode::Write), {object}), lock_(lock) {}
  bool enabled(const Task&) const override { return lock_.owner < 0; }
  void commit(Task& task) override { lock_.owner = task.id; }

 private:
  Lock& lock_;
};

class Release final : public Operation {
 public:
  Release(Lock& lock, uint32_t object) : Operation(word_of("release", object, Mode::Write), {object}), lock_(lock) {}
  void commit(Task&) override { lock_.owner = -1; }

 private:
  Lock& lock_;
};

struct Pool {
  static constexpr int64_t BLOCK_BYTES = 64;
  int64_t bytes = 0;
  int64_t peak_bytes = 0;

  void allocate() {
    bytes += BLOCK_BYTES;
    if (bytes > peak_bytes) peak_bytes = bytes;
  }
  void free() { bytes -= BLOCK_BYTES; }
};

/** A lock with its operations; object 0 is the clock, the locks are 1 to M, the pool is M + 1. */
struct LockUse {
  explicit LockUse(uint32_t object) : acquire(lock, object), release(lock, object) {}
  Lock lock;
  Acquire acquire;
  Release release;
};

class Actor final : public Process {
 public:
  Actor(Pool& pool, std::deque<LockUse>& locks, Size size, uint32_t run, uint32_t index)
      : sleep_(word_of("sleep")),
        allocate_(word_of("allocate", size.actors + 1, Mode::Commute)),
        free_(word_of("free", size.actors + 1, Mode::Commute)),
        pool_(pool),
        locks_(locks),
        size_(size),
        index_(index),
        latency_state_((run * size.actors + index + 1) * 0x9e3779b1) {}

  Operation* resume() override {
    switch (state_) {
      case State::Think:
        return think();
      case State::Lock:
        state_ = State::Allocate;
        held_ = &locks_[(index_ + round_) % size_.actors];
        return &held_->acquire;
      case State::Allocate:
        state_ = State::Hold;
        return after_latency(allocate_);
      case State::Hold:
        state_ = State::Release;
        pool_.allocate();
        return after_latency(sleep_);
      case State::Release:
        state_ = State::Free;
        return after_latency(held_->release);
      case State::Free:
        state_ = State::Freed;
        return after_latency(free_);
      case State::Freed:
        pool_.free();
        round_++;
        return think();
    }
    abort();
  }

 private:
  enum class State : uint8_t { Think, Lock, Allocate, Hold, Release, Free, Freed };

  Operation* think() {
    state_ = State::Lock;
    return round_ == size_.rounds ? nullptr : after_latency(sleep_);
  }

  Operation* after_latency(Operation& operation) {
    uint32_t x = latency_state_;
    x ^= x << 13;
    x ^= x >> 17;
    x ^= x << 5;
    latency_state_ = x;
    operation.ticks = 1 + (x >> 8 & 0xff);
    return &operation;
  }

  Operation sleep_;
  Operation allocate_;
  Operation free_;
  Pool& pool_;
  std::deque<LockUse>& locks_;
  LockUse* held_ = nullptr;
  Size size_;
  uint32_t index_;
  uint32_t latency_state_;
  uint32_t round_ = 0;
  State state_ = State::Think;
};

template <class Queue>
class Workload {
 public:
  explicit Workload(Size size) : size_(size) {}

  void run(uint32_t run) {
    engine_.begin(size_.actors + 2);
    locks_.clear();
    actors_.clear();
    for (uint32_t i = 0; i < size_.actors; i++) locks_.emplace_back(i + 1);
    for (uint32_t i = 0; i < size_.actors; i++) engine_.spawn(actors_.emplace_back(pool_, locks_, size_, run, i));
    engine_.run();
    if (pool_.bytes != 0) abort();
  }

  const Engine<Queue>& engine() const { return engine_; }

 private:
  Size size_;
  Engine<Queue> engine_;
  Pool pool_;
  std::deque<LockUse> locks_;
  std::deque<Actor> actors_;
};

template <class Queue>
void measure(Size size, double milliseconds) {
  using Clock = std::chrono::steady_clock;
  Workload<Queue> workload(size);
  workload.run(0);
  std::printf("{\"events\":%llu,\"endTicks\":%llu,\"hash\":\"%016llx\",",
              static_cast<unsigned long long>(workload.engine().steps()),
              static_cast<unsigned long long>(workload.engine().now()),
              static_cast<unsigned long long>(workload.engine().hash()));
  // Slices, of which the fastest counts: see measure.ts.
  const double slice = SLICE_MILLISECONDS * 1e6;
  uint32_t runs = 0;
  double least = INFINITY;
  for (double all = 0; all < milliseconds * 1e6;) {
    uint64_t events = 0;
    double nanoseconds = 0;
    const auto started_at = Clock::now();
    do {
      for (int i = 0; i < 20; i++) {
        workload.run(runs++);
        events += workload.engine().steps();
      }
      nanoseconds = std::chrono::duration<double, std::nano>(Clock::now() - started_at).count();
    } while (nanoseconds < slice);
    least = std::min(least, nanoseconds / static_cast<double>(events));
    all += nanoseconds;
  }
  std::printf("\"nanosecondsPerEvent\":%f}\n", least);
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 5) return 2;
  const Size size = {static_cast<uint32_t>(std::atoi(arguments[2])), static_cast<uint32_t>(std::atoi(arguments[3]))};
  const double milliseconds = std::atof(arguments[4]);
  if (std::strcmp(arguments[1], "good") == 0) measure<GoodQueue>(size, milliseconds);
  else if (std::strcmp(arguments[1], "ring") == 0) measure<RingQueue>(size, milliseconds);
  else measure<StandardQueue>(size, milliseconds);
}
