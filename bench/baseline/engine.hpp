// A simulation engine with the kernel's semantics: programs unknown to it, written as state machines, announce operations on
// shared objects. Time order is total, ties and woken waiters are recorded as choices, and every step and choice goes into the
// same 64-bit hash as the kernel's. Only what the timed, first-come-first-served strategy needs is here.
#pragma once

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

struct Task;

/** A visible operation. Made once, announced many times. */
class Operation {
 public:
  explicit Operation(uint32_t word, std::vector<uint32_t> changes = {}) : word(word), changes(std::move(changes)) {}
  virtual ~Operation() = default;
  /** May the step run now? */
  virtual bool enabled(const Task&) const { return true; }
  /** Runs at the start of the step. */
  virtual void commit(Task&) {}

  const uint32_t word;
  /** The objects that the step may change, which are those that its task waits for as well. */
  const std::vector<uint32_t> changes;
  /** Ticks to sleep before the step, or -1. */
  int64_t ticks = -1;
};

/** The code of a simulated thread: each call goes on to the next operation; nullptr at its end. */
class Process {
 public:
  virtual ~Process() = default;
  virtual Operation* resume() = 0;
};

struct Task {
  uint32_t id;
  uint32_t word;
  Process* process;
  Operation* operation;
  uint64_t due_ticks;
  /** On the list of those that may take the next step. */
  bool ready;
  /** On the waiting lists of the objects of its operation. */
  bool waiting;
};

template <class Queue>
class Engine {
 public:
  void begin(uint32_t objects) {
    queue_.clear();
    enabled_.clear();
    choices_.clear();
    tasks_.clear();
    waiting_.resize(objects);
    for (auto& waiting : waiting_) waiting.clear();
    now_ = 0;
    steps_ = 0;
    high_ = 0x2545f491;
    low_ = 0x1b873593;
  }

  void spawn(Process& process) {
    const uint32_t id = static_cast<uint32_t>(tasks_.size());
    tasks_.push_back({id, (id + 1) * 0x9e3779b1u, &process, process.resume(), 0, false, false});
    if (place(tasks_[id])) make_ready(tasks_[id]);
  }

  void run() {
    // The task that goes on; it is put on the list only where there is a choice.
    Task* lone = nullptr;
    for (;;) {
      if (lone == nullptr && enabled_.empty()) {
        if (queue_.empty()) return;
        lone = &advance();
      }
      if (!enabled_.empty()) lone = &pick(lone);
      if (!step(*lone)) lone = nullptr;
    }
  }

  uint64_t now() const { return now_; }
  uint64_t steps() const { return steps_; }
  uint64_t hash() const { return uint64_t{high_} << 32 | low_; }

 private:
  /** Whether the task may take the next step as well. */
  bool step(Task& task) {
    Operation& operation = *task.operation;
    steps_++;
    mix(operation.word ^ task.word, static_cast<uint32_t>(now_));
    if (task.waiting) stop_waiting(task);
    operation.commit(task);
    task.operation = task.process->resume();
    const bool goes_on = task.operation != nullptr && place(task);
    if (!operation.changes.empty()) changed(operation);
    return goes_on;
  }

  bool place(Task& task) {
    const Operation& operation = *task.operation;
    if (operation.ticks > 0) {
      task.due_ticks = now_ + static_cast<uint64_t>(operation.ticks);
      queue_.push(task.due_ticks, task.id);
      return false;
    }
    if (operation.enabled(task)) return true;
    wait(task);
    return false;
  }

  /** Lets time pass to the earliest timer. Its task; the others that are due then are enabled. */
  Task& advance() {
    Task& task = tasks_[queue_.pop()];
    now_ = task.due_ticks;
    while (queue_.is_due(now_)) make_ready(tasks_[queue_.pop()]);
    return task;
  }

  /** First come first served, but whoever ran goes on. */
  Task& pick(Task* lone) {
    if (lone != nullptr) enabled_.insert(enabled_.begin(), lone->id);
    if (enabled_.size() > 1) {
      const uint32_t count = static_cast<uint32_t>(enabled_.size());
      choices_.push_back({0, count});
      mix(0, count);
    }
    Task& task = tasks_[enabled_.front()];
    enabled_.erase(enabled_.begin());
    task.ready = false;
    return task;
  }

  /** All that wait for the objects and now may go on are enabled; those that come too late are put back. */
  void changed(const Operation& by) {
    for (size_t i = 0; i < enabled_.size(); i++) {
      Task& task = tasks_[enabled_[i]];
      if (task.operation->ticks > 0 || task.operation->enabled(task)) continue;
      enabled_.erase(enabled_.begin() + static_cast<std::ptrdiff_t>(i--));
      task.ready = false;
      if (!task.waiting) wait(task);
    }
    for (const uint32_t object : by.changes) {
      for (const uint32_t id : waiting_[object]) {
        Task& task = tasks_[id];
        if (!task.ready && task.operation->enabled(task)) make_ready(task);
      }
    }
  }

  void make_ready(Task& task) {
    task.ready = true;
    enabled_.push_back(task.id);
  }

  void wait(Task& task) {
    task.waiting = true;
    for (const uint32_t object : task.operation->changes) waiting_[object].push_back(task.id);
  }

  void stop_waiting(Task& task) {
    task.waiting = false;
    for (const uint32_t object : task.operation->changes) {
      auto& waiting = waiting_[object];
      waiting.erase(std::find(waiting.begin(), waiting.end(), task.id));
    }
  }

  void mix(uint32_t a, uint32_t b) {
    uint32_t high = (high_ ^ low_ ^ a) * 0x85ebca6b;
    high ^= high >> 15;
    const uint32_t low = (low_ ^ high ^ b) * 0xc2b2ae35;
    high_ = high;
    low_ = low ^ low >> 13;
  }

  Queue queue_;
  std::vector<Task> tasks_;
  /** Who may take the next step, the plainest first. */
  std::vector<uint32_t> enabled_;
  /** By object: who waits for it, in the order in which they came. */
  std::vector<std::vector<uint32_t>> waiting_;
  std::vector<std::pair<uint32_t, uint32_t>> choices_;
  uint64_t now_ = 0;
  uint64_t steps_ = 0;
  uint32_t high_ = 0;
  uint32_t low_ = 0;
};
