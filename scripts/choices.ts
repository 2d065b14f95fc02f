// What a script's text may choose without saying anything else: the name of each variable, and the order of its outermost declarations and of
// the fields of its objects. Reads what the tag's build makes: a block of `let`s and arrow functions.
// Promises: every text that it writes does the same, if the calls in an object's fields change nothing that the fields beside them read.
// Does not: know `var`, `function`, classes, labels; it throws where there is one.
import { type AnyNode, parse } from 'acorn'

type Node = AnyNode & { start: number; end: number }
interface Scope {
  above: Scope | undefined
  variables: Map<string, number>
}
/** Text as it is; a variable's name, perhaps with the field that it is the short form of; or parts that may stand in another order. */
type Piece = string | { variable: number; field: string | undefined } | { group: number; parts: Piece[][] }

/** One way to write it: names by variable, orders by group. */
export interface Choice {
  names: string[]
  orders: number[][]
}
export interface Script {
  /** As the text came. */
  given: Choice
  /** For each variable, those that must have another name. */
  rivals: Set<number>[]
  /** May it be written so? */
  allows(choice: Choice): boolean
  write(choice: Choice): string
}

const childrenOf = (node: Node): Node[] =>
  Object.values(node)
    .flat()
    .filter((value) => typeof (value as Node | null)?.type === 'string')
    .sort((x, y) => x.start - y.start)
const some = (node: Node, test: (node: Node) => boolean, deep: boolean): boolean =>
  test(node) ||
  ((deep || node.type !== 'ArrowFunctionExpression') && childrenOf(node).some((child) => some(child, test, deep)))

/** Which variable each name in the tree is, which are its rivals, and which names are short for a field too. */
class Names {
  readonly given: string[] = []
  readonly of = new Map<Node, number>()
  readonly fields = new Map<Node, string>()
  readonly rivals: Set<number>[] = []
  readonly #scopes: Scope[] = []
  readonly #homes: Scope[] = []
  readonly #uses: [Node, Scope][] = []

  constructor(tree: Node) {
    this.#visit(tree, this.#open(undefined))
    /** In which scopes each is spoken of, up to its own. */
    const seen = this.given.map(() => new Set<Scope>())
    for (const [node, scope] of this.#uses) {
      let at: Scope | undefined = scope
      while (at && !at.variables.has((node as { name: string }).name)) at = at.above
      if (!at) continue
      const variable = at.variables.get((node as { name: string }).name)!
      this.of.set(node, variable)
      for (let inner = scope; inner !== at; inner = inner.above!) seen[variable]!.add(inner)
      seen[variable]!.add(at)
    }
    // Where one is spoken of, the other must not stand in between.
    for (const scope of this.#scopes)
      for (const own of scope.variables.values())
        for (let other = 0; other < this.given.length; other++)
          if (other !== own && (seen[other]!.has(scope) || this.#homes[other] === scope)) {
            this.rivals[own]!.add(other)
            this.rivals[other]!.add(own)
          }
  }

  #open(above: Scope | undefined): Scope {
    const scope = { above, variables: new Map() }
    this.#scopes.push(scope)
    return scope
  }

  #declare(pattern: Node, scope: Scope): void {
    if (pattern.type === 'Identifier') {
      scope.variables.set(pattern.name, this.given.length)
      this.given.push(pattern.name)
      this.rivals.push(new Set())
      this.#homes.push(scope)
    } else if (pattern.type === 'AssignmentPattern') this.#declare(pattern.left, scope)
    else if (pattern.type === 'Property') this.#declare(pattern.value, scope)
    else for (const child of childrenOf(pattern)) this.#declare(child, scope)
  }

  #visit(node: Node, scope: Scope, isBody = false): void {
    if (/Function(Decl|Exp)|Class|Labeled|Switch/.test(node.type) && node.type !== 'ArrowFunctionExpression')
      throw new Error(`${node.type} is not known here`)
    let children = childrenOf(node)
    let inner = scope
    if (node.type === 'Identifier') this.#uses.push([node, scope])
    else if (node.type === 'MemberExpression' && !node.computed) children = [node.object]
    else if (node.type === 'VariableDeclaration') {
      if (node.kind === 'var') throw new Error('names would be the page’s')
      for (const { id } of node.declarations) this.#declare(id, scope)
    } else if (node.type === 'Property') {
      children = node.computed ? [node.key, node.value] : [node.value]
      const name = node.value.type === 'AssignmentPattern' ? node.value.left : node.value
      if (node.shorthand) this.fields.set(name, (node.key as { name: string }).name)
    } else if (node.type === 'ArrowFunctionExpression' || node.type === 'CatchClause') {
      inner = this.#open(scope)
      for (const name of node.type === 'CatchClause' ? [node.param] : node.params) if (name) this.#declare(name, inner)
    } else if (/^(For.*|Block)Statement$/.test(node.type) && !isBody) inner = this.#open(scope)
    for (const child of children)
      this.#visit(child, inner, /Arrow|Catch/.test(node.type) && child === (node as { body?: Node }).body)
  }
}

/** What may stand in another order: outermost declarations, and fields with no `...` between them. By the first of them. */
function groupsOf(tree: Node, names: Names): { parts: Node[]; after: Set<number>[] }[] {
  const groups: { parts: Node[]; after: Set<number>[] }[] = []
  const refers = (node: Node, deep: boolean): Set<number> => {
    const found = new Set<number>()
    some(
      node,
      (inner) => {
        const variable = names.of.get(inner)
        if (variable !== undefined) found.add(variable)
        return false
      },
      deep,
    )
    return found
  }
  const isBusy = (node: Node): boolean => some(node, ({ type }) => /Call|New|Assignment|Update|Await/.test(type), false)
  const add = <Part extends Node>(parts: Part[], needs: (part: Part) => Set<number>): void => {
    const makes = parts.map((part) => (part.type === 'VariableDeclarator' ? names.of.get(part.id) : undefined))
    const after = parts.map((part, at) => {
      const needed = needs(part)
      return new Set(
        [...parts.keys()].filter(
          (other) => other < at && (needed.has(makes[other]!) || (isBusy(part) && isBusy(parts[other]!))),
        ),
      )
    })
    groups.push({ parts, after })
  }
  const visit = (node: Node): void => {
    if (node.type === 'ObjectExpression' && !some(node, ({ type }) => /Assignment|Update/.test(type), false)) {
      let run: Node[] = []
      for (const field of [...node.properties, undefined])
        if (field?.type === 'Property') run.push(field)
        else {
          if (run.length > 1) add(run, () => new Set())
          run = []
        }
    }
    for (const child of childrenOf(node)) visit(child)
  }
  visit(tree)
  const outermost = (tree as { body: { body: Node[] }[] }).body.at(-1)!.body[0] as Node & {
    type: 'VariableDeclaration'
  }
  const inits = new Map(outermost.declarations.map(({ id, init }) => [names.of.get(id), init]))
  add(outermost.declarations, ({ init }) => {
    // What it says at once; and if it calls anything, all that those may call.
    const needed = init ? refers(init, false) : new Set<number>()
    if (init && isBusy(init))
      for (const variable of needed)
        for (const next of inits.get(variable) ? refers(inits.get(variable)!, true) : []) needed.add(next)
    return needed
  })
  return groups
}

/** Read a text. @throws when it holds what this does not know. */
export function readScript(text: string): Script {
  const tree = parse(text, { ecmaVersion: 2022 }) as Node
  const names = new Names(tree)
  const groups = groupsOf(tree, names)
  const groupAt = new Map(groups.map(({ parts }, group) => [parts[0]!, group]))
  const spots = [...names.of.keys(), ...groupAt.keys()].sort((x, y) => x.start - y.start || y.end - x.end)

  const piecesOf = (from: number, to: number, within?: number): Piece[] => {
    const pieces: Piece[] = []
    let at = from
    for (const node of spots) {
      const group = groupAt.get(node)
      if (node.start < at || node.start >= to || (group !== undefined && group === within)) continue
      pieces.push(text.slice(at, node.start))
      if (group === undefined || names.of.has(node)) {
        pieces.push({ variable: names.of.get(node)!, field: names.fields.get(node) })
        at = node.end
      } else {
        const { parts } = groups[group]!
        pieces.push({ group, parts: parts.map(({ start, end }) => piecesOf(start, end, group)) })
        at = parts.at(-1)!.end
      }
    }
    return [...pieces, text.slice(at, to)]
  }
  const pieces = piecesOf(0, text.length)

  const written = (pieces: Piece[], choice: Choice): string => {
    let text = ''
    for (const piece of pieces)
      if (typeof piece === 'string') text += piece
      else if ('parts' in piece)
        text += choice.orders[piece.group]!.map((part) => written(piece.parts[part]!, choice)).join(',')
      else {
        const name = choice.names[piece.variable]!
        text += piece.field === undefined || piece.field === name ? name : `${piece.field}:${name}`
      }
    return text
  }
  return {
    given: { names: names.given, orders: groups.map(({ parts }) => [...parts.keys()]) },
    rivals: names.rivals,
    allows: ({ names: chosen, orders }) =>
      chosen.length === names.given.length &&
      orders.length === groups.length &&
      chosen.every((name, variable) => ![...names.rivals[variable]!].some((rival) => chosen[rival] === name)) &&
      orders.every((order, group) => {
        const { parts, after } = groups[group]!
        return (
          [...parts.keys()].every((part) => order.includes(part)) &&
          order.length === parts.length &&
          order.every((part, at) => order.slice(at).every((later) => !after[part]!.has(later)))
        )
      }),
    write: (choice) => written(pieces, choice),
  }
}
