// Three event queues with one interface: earliest time first, then order of insertion.
#pragma once

#include <cstdint>
#include <queue>
#include <vector>

/** The best heap that was found: one packed word an event, and the hole that a pop leaves is filled by the next push. */
class GoodQueue {
 public:
  void clear() {
    for (uint32_t i = 0; i <= size_ + 1; i++) keys_[i] = EMPTY;
    size_ = 0;
    hole_ = false;
    sequence_ = 0;
  }

  bool empty() const { return size_ == (hole_ ? 1u : 0u); }

  void push(uint64_t ticks, uint32_t task) {
    const uint64_t key = ticks << 30 | uint64_t{sequence_++} << 10 | task;
    if (hole_) {
      hole_ = false;
      sift_down(key);
      return;
    }
    uint32_t at = size_++;
    if (size_ + 2 > keys_.size()) keys_.resize(2 * keys_.size(), EMPTY);
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

  uint32_t pop() {
    if (hole_) {
      hole_ = false;
      const uint64_t last = keys_[--size_];
      keys_[size_] = EMPTY;
      if (size_ > 0) sift_down(last);
    }
    hole_ = true;
    return keys_[0] & 1023;
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

  std::vector<uint64_t> keys_ = std::vector<uint64_t>(64, EMPTY);
  uint32_t size_ = 0;
  bool hole_ = false;
  uint32_t sequence_ = 0;
};

/** The kernel's own: a ring of tasks, each linked to the one that is due after it. Without what the kernel does when there are many. */
class RingQueue {
 public:
  void clear() { next_[NOBODY] = NOBODY; }

  bool empty() const { return next_[NOBODY] == NOBODY; }

  void push(uint64_t ticks, uint32_t task) {
    const uint32_t at = task + 1;
    if (at >= next_.size()) {
      next_.resize(2 * at);
      due_.resize(2 * at);
    }
    uint32_t before = NOBODY;
    uint32_t next = next_[NOBODY];
    while (next != NOBODY && due_[next] <= ticks) {
      before = next;
      next = next_[next];
    }
    due_[at] = ticks;
    next_[at] = next;
    next_[before] = at;
  }

  bool is_due(uint64_t ticks) const { return !empty() && due_[next_[NOBODY]] == ticks; }

  uint32_t pop() {
    const uint32_t first = next_[NOBODY];
    next_[NOBODY] = next_[first];
    return first - 1;
  }

 private:
  static constexpr uint32_t NOBODY = 0;

  std::vector<uint32_t> next_ = std::vector<uint32_t>(64);
  std::vector<uint64_t> due_ = std::vector<uint64_t>(64);
};

/** What one writes first. */
class StandardQueue {
 public:
  void clear() {
    while (!events_.empty()) events_.pop();
    sequence_ = 0;
  }

  bool empty() const { return events_.empty(); }
  void push(uint64_t ticks, uint32_t task) { events_.push({ticks, sequence_++, task}); }

  bool is_due(uint64_t ticks) const { return !events_.empty() && events_.top().ticks == ticks; }

  uint32_t pop() {
    const uint32_t task = events_.top().task;
    events_.pop();
    return task;
  }

 private:
  struct Event {
    uint64_t ticks;
    uint64_t sequence;
    uint32_t task;
    bool operator<(const Event& other) const {
      return ticks != other.ticks ? ticks > other.ticks : sequence > other.sequence;
    }
  };

  std::priority_queue<Event> events_;
  uint64_t sequence_ = 0;
};
