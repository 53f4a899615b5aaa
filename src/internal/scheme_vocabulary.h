#ifndef ACTIONPLAN_SRC_INTERNAL_SCHEME_VOCABULARY_H_
#define ACTIONPLAN_SRC_INTERNAL_SCHEME_VOCABULARY_H_

// The words of one scheme, for the parser of conditions.

#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"

#include "internal/condition.h"
#include "internal/scheme_contents.h"

namespace actionplan {

// Of a scheme that is complete: groups and ratings that it does not use have
// no column.
class SchemeVocabulary : public internal::Vocabulary {
 public:
  explicit SchemeVocabulary(const Scheme::Contents& contents)
      : contents_(contents) {}

  std::optional<int> FindLevel(std::string_view word) const override;
  std::optional<int> FindAspect(std::string_view name) const override;
  std::vector<std::string_view> AspectNames() const override;
  std::span<const std::string_view> LevelNames() const override;
  std::optional<int> FindDeclared(ItemKind subject,
                                  std::string_view name) const override;
  std::vector<std::string_view> DeclaredNames(ItemKind subject) const override;
  std::span<const std::string> Units() const override;
  const FactDefinition& Define(int column) const override;
  bool IsRating(int column) const override;
  std::optional<int> ColumnOf(ItemKind subject, const OwnFact& own,
                              internal::Condition where) const override;
  std::optional<int> ColumnOf(const internal::DayShift& shift) const override;

 protected:
  // As conditions write it: "year_end + 3 months", "received + 20 working
  // days".
  std::string NameOf(const internal::DayShift& shift) const;

  // As conditions write it: "count(milestones, process, 'Red')".
  std::string NameOf(const OwnFact& own, bool with_aspect) const;
  // The same for equal facts, different for others.
  std::string KeyOf(ItemKind subject, const OwnFact& own,
                    const internal::Condition& where) const;
  static std::string DeclaredKey(ItemKind subject, std::string_view name);

 private:
  const Scheme::Contents& contents_;
};

// Of a scheme that is being read: what is not there yet is made.
class GrowingVocabulary : public SchemeVocabulary {
 public:
  explicit GrowingVocabulary(Scheme::Contents& contents)
      : SchemeVocabulary(contents), contents_(contents) {}

  std::optional<int> ColumnOf(ItemKind subject, const OwnFact& own,
                              internal::Condition where) const override;
  std::optional<internal::MissingFact> Explain(
      ItemKind subject, std::string_view name) const override;

  // A fact that will be declared, in the order of the file, with the texts that
  // say what it is made of.
  void Foresee(std::string name, int line, std::string_view is);
  // The fact of this name and line is read now.
  void BeginFact(std::string_view name, int line);
  void EndFacts() { current_ = std::nullopt; }
  std::optional<int> ColumnOf(const internal::DayShift& shift) const override;

  // Declares a fact for the kinds that its definition names. The definition's
  // texts must be the contents'.
  int Declare(OwnFact own, FactDefinition definition,
              CompiledFact compiled = {}) const;

 private:
  FactDefinition DefinitionOf(ItemKind subject, const OwnFact& own) const;

  struct Foreseen {
    std::string name;
    int line = 0;
    // What the texts name: words that may be facts.
    std::vector<std::string> uses;
  };

  // The first of that name.
  std::optional<size_t> Find(std::string_view name) const;
  // From one to another by what they use, both included; empty if there is no
  // such way.
  std::vector<size_t> Way(size_t from, size_t to) const;
  internal::MissingFact ExplainCircle(const std::vector<size_t>& way) const;

  Scheme::Contents& contents_;
  std::vector<Foreseen> foreseen_;
  absl::flat_hash_map<std::string, size_t> foreseen_by_name_;
  std::optional<size_t> current_;
  // Circles that were told, by where they were found first.
  mutable std::vector<bool> is_told_;
};

}  // namespace actionplan

#endif  // ACTIONPLAN_SRC_INTERNAL_SCHEME_VOCABULARY_H_
