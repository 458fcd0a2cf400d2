// W(M, K) by state machines written by hand: what the kernel's speed is measured against. It does what the kernel does, no
// more and no less: equal times come from one total order, ties and woken waiters are recorded as choices, and every step and
// choice goes into the same 64-bit hash, which must come out equal. See ../README.md for what the actors do.
// Usage: w <good|standard> <actors> <rounds> <milliseconds>
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <queue>
#include <utility>
#include <vector>

namespace {

// ---- Event queues: earliest time first, then order of insertion ---------------------------------------------------

/** The best that was found: one packed word an event, and the hole that a pop leaves is filled by the next push. */
class GoodQueue {
 public:
  explicit GoodQueue(uint32_t most) : keys_(2 * most + 4, EMPTY) {}

  void clear() {
    for (uint32_t i = 0; i <= size_ + 1; i++) keys_[i] = EMPTY;
    size_ = 0;
    hole_ = false;
    sequence_ = 0;
  }

  bool empty() const { return size_ == (hole_ ? 1u : 0u); }

  void push(uint64_t ticks, uint32_t actor) {
    const uint64_t key = ticks << 30 | uint64_t{sequence_++} << 10 | actor;
    if (hole_) {
      hole_ = false;
      sift_down(key);
      return;
    }
    uint32_t at = size_++;
    while (at > 0) {
      const uint32_t parent = (at - 1) / 2;
      if (keys_[parent] <= key) break;
      keys_[at] = keys_[parent];
      at = parent;
    }
    keys_[at] = key;
  }

  /** Whether the earliest event is due at that time. After a pop it is one of the root's children: the hole can stay. */
  bool is_due(uint64_t ticks) const {
    if (!hole_) return keys_[0] >> 30 == ticks;
    return keys_[1] >> 30 == ticks || keys_[2] >> 30 == ticks;
  }

  void pop(uint64_t& ticks, uint32_t& actor) {
    if (hole_) {
      hole_ = false;
      const uint64_t last = keys_[--size_];
      keys_[size_] = EMPTY;
      if (size_ > 0) sift_down(last);
    }
    hole_ = true;
    ticks = keys_[0] >> 30;
    actor = keys_[0] & 1023;
  }

 private:
  static constexpr uint64_t EMPTY = ~uint64_t{0};

  /** Beyond the end there are keys that come last, so that nobody asks whether there is a second child. */
  void sift_down(uint64_t key) {
    uint64_t* const keys = keys_.data();
    const uint32_t size = size_;
    uint32_t at = 0;
    uint32_t child = 1;
    while (child < size) {
      child += keys[child + 1] < keys[child];
      const uint64_t least = keys[child];
      if (least >= key) break;
      keys[at] = least;
      at = child;
      child = 2 * at + 1;
    }
    keys[at] = key;
  }

  std::vector<uint64_t> keys_;
  uint32_t size_ = 0;
  bool hole_ = false;
  uint32_t sequence_ = 0;
};

/** What one writes first. */
class StandardQueue {
 public:
  explicit StandardQueue(uint32_t) {}

  void clear() {
    while (!events_.empty()) events_.pop();
    sequence_ = 0;
  }

  bool empty() const { return events_.empty(); }
  void push(uint64_t ticks, uint32_t actor) { events_.push({ticks, sequence_++, actor}); }

  bool is_due(uint64_t ticks) const { return !events_.empty() && events_.top().ticks == ticks; }

  void pop(uint64_t& ticks, uint32_t& actor) {
    ticks = events_.top().ticks;
    actor = events_.top().actor;
    events_.pop();
  }

 private:
  struct Event {
    uint64_t ticks;
    uint64_t sequence;
    uint32_t actor;
    bool operator<(const Event& other) const {
      return ticks != other.ticks ? ticks > other.ticks : sequence > other.sequence;
    }
  };

  std::priority_queue<Event> events_;
  uint64_t sequence_ = 0;
};

// ---- The workload -------------------------------------------------------------------------------------------------

enum class State : uint8_t { Think, Lock, Allocate, Hold, Release, Free, Ended };

struct Actor {
  State state;
  /** On the list of those that may take the next step. */
  bool ready;
  /** In the line of its lock. */
  bool waiting;
  uint32_t word;
  uint32_t latency_state;
  uint32_t round;
  uint32_t lock;
};

struct Lock {
  int32_t owner = -1;
  uint32_t acquire_word = 0;
  uint32_t release_word = 0;
  /** First come first served. */
  std::vector<uint32_t> waiting;
};

struct Size {
  uint32_t actors;
  uint32_t rounds;
};

struct Result {
  uint64_t events;
  uint64_t end_ticks;
  uint64_t hash;
};

uint32_t word_of(const char* kind, int object, int mode) {
  uint32_t hash = 0x811c9dc5;
  for (; *kind != 0; kind++) hash = (hash ^ static_cast<unsigned char>(*kind)) * 0x01000193;
  return object < 0 ? hash : (hash ^ static_cast<uint32_t>(object * 4 + mode)) * 0x27d4eb2f;
}

template <class Queue>
class Engine {
 public:
  explicit Engine(Size size) : size_(size), queue_(size.actors), actors_(size.actors), locks_(size.actors) {}

  Result run(uint32_t run) {
    queue_.clear();
    ready_.clear();
    choices_.clear();
    now_ = 0;
    high_ = 0x2545f491;
    low_ = 0x1b873593;
    events_ = 0;
    bytes_ = peak_bytes_ = 0;
    sleep_word_ = word_of("sleep", -1, 0);
    allocate_word_ = word_of("allocate", size_.actors + 1, 2);
    free_word_ = word_of("free", size_.actors + 1, 2);
    for (uint32_t i = 0; i < size_.actors; i++) {
      locks_[i].owner = -1;
      locks_[i].acquire_word = word_of("lock", i + 1, 1);
      locks_[i].release_word = word_of("release", i + 1, 1);
      locks_[i].waiting.clear();
    }
    for (uint32_t i = 0; i < size_.actors; i++) {
      actors_[i] = {State::Think, false, false, (i + 1) * 0x9e3779b1, (run * size_.actors + i + 1) * 0x9e3779b1, 0, 0};
      start_round(actors_[i], i);
    }
    loop();
    if (bytes_ != 0) abort();
    return {events_, now_, uint64_t{high_} << 32 | low_};
  }

 private:
  static constexpr int64_t BLOCK_BYTES = 64;

  void loop() {
    // The actor that goes on; it is put on the list only where there is a choice.
    int32_t lone = -1;
    for (;;) {
      if (lone < 0 && ready_.empty()) {
        if (queue_.empty()) return;
        uint32_t first;
        queue_.pop(now_, first);
        lone = static_cast<int32_t>(first);
        while (queue_.is_due(now_)) {
          uint64_t ticks;
          uint32_t other;
          queue_.pop(ticks, other);
          make_ready(other);
        }
      }
      if (!ready_.empty()) {
        if (lone >= 0) ready_.insert(ready_.begin(), static_cast<uint32_t>(lone));
        lone = static_cast<int32_t>(ready_.front());
        if (ready_.size() > 1) choose(0, static_cast<uint32_t>(ready_.size()));
        ready_.erase(ready_.begin());
        actors_[lone].ready = false;
      }
      if (!step(static_cast<uint32_t>(lone))) lone = -1;
    }
  }

  /** Whether the actor may take the next step as well. */
  bool step(uint32_t index) {
    Actor& actor = actors_[index];
    switch (actor.state) {
      case State::Think:
        happened(sleep_word_, actor);
        actor.state = State::Lock;
        if (locks_[actor.lock].owner < 0) return true;
        wait(actor, index);
        return false;
      case State::Lock: {
        Lock& lock = locks_[actor.lock];
        happened(lock.acquire_word, actor);
        if (actor.waiting) stop_waiting(actor, index);
        lock.owner = static_cast<int32_t>(index);
        actor.state = State::Allocate;
        after_latency(actor, index);
        if (!ready_.empty()) put_back(actor.lock);
        return false;
      }
      case State::Allocate:
        happened(allocate_word_, actor);
        bytes_ += BLOCK_BYTES;
        if (bytes_ > peak_bytes_) peak_bytes_ = bytes_;
        actor.state = State::Hold;
        after_latency(actor, index);
        return false;
      case State::Hold:
        happened(sleep_word_, actor);
        actor.state = State::Release;
        after_latency(actor, index);
        return false;
      case State::Release: {
        Lock& lock = locks_[actor.lock];
        happened(lock.release_word, actor);
        lock.owner = -1;
        actor.state = State::Free;
        after_latency(actor, index);
        for (const uint32_t other : lock.waiting) if (!actors_[other].ready) make_ready(other);
        return false;
      }
      case State::Free:
        happened(free_word_, actor);
        bytes_ -= BLOCK_BYTES;
        actor.round++;
        if (actor.round < size_.rounds) start_round(actor, index);
        else actor.state = State::Ended;
        return false;
      case State::Ended:
        break;
    }
    abort();
  }

  void start_round(Actor& actor, uint32_t index) {
    actor.lock = (index + actor.round) % size_.actors;
    actor.state = State::Think;
    after_latency(actor, index);
  }

  void make_ready(uint32_t index) {
    actors_[index].ready = true;
    ready_.push_back(index);
  }

  void wait(Actor& actor, uint32_t index) {
    actor.waiting = true;
    locks_[actor.lock].waiting.push_back(index);
  }

  void stop_waiting(Actor& actor, uint32_t index) {
    actor.waiting = false;
    std::vector<uint32_t>& waiting = locks_[actor.lock].waiting;
    waiting.erase(std::find(waiting.begin(), waiting.end(), index));
  }

  /** The lock was taken: who was ready for it waits on, and keeps its place in the line. */
  void put_back(uint32_t lock) {
    for (size_t i = ready_.size(); i-- > 0;) {
      const uint32_t index = ready_[i];
      Actor& actor = actors_[index];
      if (actor.state != State::Lock || actor.lock != lock) continue;
      ready_.erase(ready_.begin() + static_cast<std::ptrdiff_t>(i));
      actor.ready = false;
      if (!actor.waiting) wait(actor, index);
    }
  }

  void after_latency(Actor& actor, uint32_t index) {
    uint32_t x = actor.latency_state;
    x ^= x << 13;
    x ^= x >> 17;
    x ^= x << 5;
    actor.latency_state = x;
    queue_.push(now_ + 1 + (x >> 8 & 0xff), index);
  }

  void happened(uint32_t word, const Actor& actor) {
    events_++;
    mix(word ^ actor.word, static_cast<uint32_t>(now_));
  }

  void choose(uint32_t value, uint32_t count) {
    choices_.push_back({value, count});
    mix(value, count);
  }

  void mix(uint32_t a, uint32_t b) {
    uint32_t high = (high_ ^ low_ ^ a) * 0x85ebca6b;
    high ^= high >> 15;
    const uint32_t low = (low_ ^ high ^ b) * 0xc2b2ae35;
    high_ = high;
    low_ = low ^ low >> 13;
  }

  Size size_;
  Queue queue_;
  std::vector<Actor> actors_;
  std::vector<Lock> locks_;
  /** Who may take the next step, the plainest first. */
  std::vector<uint32_t> ready_;
  std::vector<std::pair<uint32_t, uint32_t>> choices_;
  uint64_t now_ = 0;
  uint32_t high_ = 0;
  uint32_t low_ = 0;
  uint32_t sleep_word_ = 0;
  uint32_t allocate_word_ = 0;
  uint32_t free_word_ = 0;
  uint64_t events_ = 0;
  int64_t bytes_ = 0;
  int64_t peak_bytes_ = 0;
};

template <class Queue>
void measure(Size size, double milliseconds) {
  using Clock = std::chrono::steady_clock;
  Engine<Queue> engine(size);
  const Result first = engine.run(0);
  uint32_t runs = 0;
  uint64_t events = 0;
  double nanoseconds = 0;
  const auto started_at = Clock::now();
  do {
    for (int i = 0; i < 20; i++) events += engine.run(runs++).events;
    nanoseconds = std::chrono::duration<double, std::nano>(Clock::now() - started_at).count();
  } while (nanoseconds < milliseconds * 1e6);
  std::printf("{\"events\":%llu,\"endTicks\":%llu,\"hash\":\"%016llx\",\"nanosecondsPerEvent\":%f}\n",
              static_cast<unsigned long long>(first.events), static_cast<unsigned long long>(first.end_ticks),
              static_cast<unsigned long long>(first.hash), nanoseconds / static_cast<double>(events));
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 5) return 2;
  const Size size = {static_cast<uint32_t>(std::atoi(arguments[2])), static_cast<uint32_t>(std::atoi(arguments[3]))};
  const double milliseconds = std::atof(arguments[4]);
  if (std::strcmp(arguments[1], "good") == 0) measure<GoodQueue>(size, milliseconds);
  else measure<StandardQueue>(size, milliseconds);
}
